"""Background jobs: tasks that call the services below, and the worker that runs them."""
