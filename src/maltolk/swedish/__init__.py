"""Knowledge of the language and the country, each list only once. Independent of the other rooms."""
