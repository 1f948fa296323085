namespace EventGen.Hosting.Tests.Shop;

/// <summary>Has constructor services, but is made once.</summary>
internal sealed class Scale : IDisposable
{
    private readonly Journal _journal;

    public Scale(Journal journal)
    {
        _journal = journal;
        journal.Write("scale begins");
    }

    [Subscribe(Order = 3, Lifetime = HandlerLifetime.Singleton)]
    public void Weigh(ParcelSent sent) => _journal.Write($"scale {sent.Number}");

    public void Dispose() => _journal.Write("scale ends");
}
