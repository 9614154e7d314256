"""A receiver to try everything on: reads ZGFP-EX 1.0 by itself and answers as §6.2 says.

It shares nothing with the sender but the published schemas, so that what it accepts was not
judged by the code that wrote it. Without Django, without a database; it forgets when it ends,
unless it is told to keep a file.
"""
