"""The console: settings, pages, components. Views read the request, call one service and render."""
