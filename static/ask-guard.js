// Says that the answers in an address could not be read, where the script that reads them was not fetched or not understood.
// In a form of the language that every browser knows.

addEventListener("load", function () {
  var root = document.getElementById("_ask");
  var notice = document.getElementById("_unread");
  if (root && notice && !root.hasAttribute("data-walked")) notice.hidden = location.search.length < 2;
});
