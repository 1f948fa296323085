namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A value that is compared by reference.</summary>
public sealed class Tags(string text)
{
    public string Text { get; } = text;
}
