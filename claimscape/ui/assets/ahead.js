// Scripts that other pages need, fetched while nobody waits: a page that is opened next has them at once.
function ahead(addresses) {
  const fetchAll = () => {
    for (const address of addresses) {
      const link = el("link");
      link.rel = "modulepreload";
      link.href = address;
      document.head.append(link);
    }
  };
  const idle = window.requestIdleCallback ?? setTimeout;
  setTimeout(() => idle(fetchAll), 500); // the page that is shown comes first
}
