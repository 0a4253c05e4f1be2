// Sets light or dark before the first paint, so that nothing flashes. The theme itself is in src/ui.
;(function () {
  var wanted = null
  try {
    wanted = localStorage.getItem('kith-theme')
  } catch {
    // Storage may be closed; then the system decides.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
