import './styles/app.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { connect } from './host';

const target = document.getElementById('app');
if (target) {
  void connect().then((host) => mount(App, { target, props: { host } }));
}
