"""Understanding of what platforms give: posts, profiles, articles, store pages, packages. Pure, layer 1."""
