// Gradio speaks the browser's language; the page has its own. This runs before Gradio's script.
const language = document.documentElement.lang;
Object.defineProperty(navigator, "language", { get: () => language });
Object.defineProperty(navigator, "languages", { get: () => [language] });
