"""TLS with a receiver: who it must be, who we are, and in words what went wrong between us."""

import ssl

from . import Unavailable

#: What OpenSSL says of the receiver's certificate (X509_V_ERR_…).
VERDICTS = {
    9: "接收方的证书尚未生效",
    10: "接收方的证书已过期",
    18: "接收方的证书不是所信任的机构签发的",
    19: "接收方的证书不是所信任的机构签发的",
    20: "接收方的证书不是所信任的机构签发的",
    21: "接收方的证书不是所信任的机构签发的",
    23: "接收方的证书已吊销",
    62: "接收方的证书与地址中的主机名不符",
    64: "接收方的证书与地址中的主机名不符",
}
#: The alerts of a receiver that looked at our certificate; the first word that is in one.
ALERTS = {
    "CERTIFICATE_REQUIRED": "接收方要求我方出示证书",
    "CERTIFICATE_EXPIRED": "接收方认为我方的证书已过期",
    "UNKNOWN_CA": "接收方不信任我方证书的签发机构",
    "HANDSHAKE_FAILURE": "接收方要求我方出示证书，或者不接受我方的加密方式",
    "ALERT": "接收方不接受我方的证书或者加密方式",
}


def context(options):
    """An ``SSLContext`` from ``ca``, ``client_cert`` and ``client_key`` (paths) of ``options``.

    Raises :class:`Unavailable` where one of the files cannot be used.
    """
    try:
        made = ssl.create_default_context(cafile=options.get("ca"))
        if cert := options.get("client_cert"):
            made.load_cert_chain(cert, options.get("client_key"), password=_no_password)
    except (OSError, ValueError) as error:
        raise Unavailable("设置中的证书或者私钥文件不能使用") from error
    return made


def _no_password():
    """A sealed key is an error; without this, OpenSSL would ask at the terminal and wait."""
    raise ValueError("the key is sealed")


def reason(error):
    """What ``error`` of urllib3 says about the line, in words; empty when it tells nothing.

    A receiver on TLS 1.3 that does not like us may hang up before we could read its alert.
    """
    cause = error.args[-1] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return VERDICTS.get(cause.verify_code, "接收方的证书未通过核验")
    if isinstance(cause, ssl.SSLEOFError | ConnectionError):
        return "接收方中断了连接；使用双向证书的，请核对我方证书"
    alert = getattr(cause, "reason", None) if isinstance(cause, ssl.SSLError) else None
    return next((words for word, words in ALERTS.items() if word in (alert or "")), "")
