"""Planning what to collect next."""
