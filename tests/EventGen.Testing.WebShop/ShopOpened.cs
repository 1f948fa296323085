using EventGen;

namespace WebShop;

/// <summary>The application has started.</summary>
[Event]
public sealed record ShopOpened(string By);
