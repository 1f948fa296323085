namespace EventGen.Hosting.Tests.Shop;

/// <summary>A scoped service that writes to the journal when its scope ends.</summary>
internal sealed class ScopedService(Journal journal) : IDisposable
{
    public int Number { get; } = journal.NumberScope();

    public void Dispose() => journal.Write($"scope {Number} ends");
}
