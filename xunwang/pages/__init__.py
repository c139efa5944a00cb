"""Understanding of a page: one parse, plain typed records (:func:`xunwang.pages.understand.understand`)."""
