import { render } from 'preact';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/layout.css';
import './style/parts.css';
import './style/graph.css';
import './style/pages.css';
import './style/services.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
