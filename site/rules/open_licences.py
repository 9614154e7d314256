"""Under which licence the public may use what the office publishes as data."""

#: ``word: (name, address)``; the office chooses one, or says nothing yet.
LICENCES = {
    "cc-by-4.0": (
        "知识共享署名4.0国际许可协议",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "cc0-1.0": (
        "知识共享公共领域贡献1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
CHOICES = tuple((word, name) for word, (name, _address) in LICENCES.items())
