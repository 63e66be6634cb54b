// Search in the browser.
