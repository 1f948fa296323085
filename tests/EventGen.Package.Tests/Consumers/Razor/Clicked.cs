namespace Shop;

[Event]
public sealed record Clicked(int Count);
