"""An answer -> a page. Still empty: the web application is to come."""
