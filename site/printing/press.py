"""The child process of :mod:`printing.pdf`: reads one page as JSON on stdin, writes its PDF."""

import json
import resource
import sys

#: The exit status that says: no pango here.
MISSING = 69
#: Address space; a page that needs more is refused.
MEGABYTES = 2048


def main():
    limit = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    page = json.load(sys.stdin)
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher

        from .tagged import finish
    except OSError:  # pango is a system library
        sys.exit(MISSING)

    class Fonts(URLFetcher):
        """Fonts of one folder, and what the page carries inside itself."""

        def fetch(self, url, headers=None):
            if url.startswith("data:") or (
                page["fonts"] and url.startswith(f"file://{page['fonts']}/") and ".." not in url
            ):
                return super().fetch(url, headers)
            raise ValueError(f"not allowed: {url[:80]}")

    fetcher = Fonts(allowed_protocols={"file", "data"}, allow_redirects=False)
    document = HTML(string=page["html"], base_url="about:blank", url_fetcher=fetcher)
    variant = "pdf/a-2a" if page["archival"] else None
    data = document.write_pdf(finisher=finish, pdf_variant=variant, pdf_tags=True)
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
