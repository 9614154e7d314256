"""How dates read where a package of ours says nothing else (Django's ``FORMAT_MODULE_PATH``)."""
