/** Runs before the first paint: the chosen theme, or the system's. */
const chosen = localStorage.getItem('stepwell.theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
