namespace EventGen.Hosting.Tests.Shop;

/// <summary>A scoped service; the journal knows when it ends.</summary>
internal sealed class Visit(Journal journal) : IDisposable
{
    public int Number { get; } = journal.NumberVisit();

    public void Dispose() => journal.Write($"visit {Number} ends");
}
