"""Short addresses of pages: ``/s/<code>/``, a number in letters that cannot be misread."""

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0, 1, i, l, o."""
LONGEST = 12


def short_code(number):
    """A page's key as a short code."""
    code = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        code = ALPHABET[digit] + code
    return code


def from_short_code(code):
    """The key that a code stands for; None when it stands for none."""
    code, number = code.lower(), 0
    if len(code) > LONGEST or not set(code) <= set(ALPHABET):
        return None
    for letter in code:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number if number < 2**31 else None
