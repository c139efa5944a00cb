(function () {
  var words = document.getElementById("filter"), outcome = document.getElementById("outcome");
  var sites = Array.prototype.slice.call(document.querySelectorAll("details.site"));
  function show() {
    var wanted = words.value.trim().toLowerCase(), result = outcome.value;
    sites.forEach(function (site) {
      site.hidden = (wanted && site.dataset.words.indexOf(wanted) < 0) || (result && site.dataset.outcome !== result);
    });
  }
  function open() {
    var site = location.hash && document.getElementById(location.hash.slice(1));
    if (site && site.tagName === "DETAILS") { site.hidden = false; site.open = true; site.scrollIntoView(); }
  }
  words.addEventListener("input", show);
  outcome.addEventListener("change", show);
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", function () {
    sites.forEach(function (site) { if (!site.hidden) { site.open = true; } });
  });
  open();
})();
