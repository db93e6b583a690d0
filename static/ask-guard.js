// What an address with answers shows comes with the script that reads them: until then nothing stands that would move, or be
// taken for it. Where that script was not fetched or not understood, the page stands as it was sent, and says so. Waited for
// before anything is shown, and in a form of the language that every browser knows.

(function () {
  var page = document.documentElement;
  if (location.search.length < 2) return;
  page.setAttribute("data-asking", "");
  addEventListener("load", function () {
    var root = document.getElementById("_ask");
    var notice = document.getElementById("_unread");
    if (!root || root.hasAttribute("data-walked")) return;
    page.removeAttribute("data-asking");
    if (notice) notice.hidden = false;
  });
})();
