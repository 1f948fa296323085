namespace EventGen.Hosting.Tests.Shop;

/// <summary>Has constructor services, so each attempt makes one in a scope of its own.</summary>
internal sealed class LabelPrinter(Visit visit, Journal journal) : IAsyncDisposable
{
    [Subscribe(Order = 1)]
    public ValueTask PrintAsync(ParcelSent sent, EventContext context)
    {
        bool scoped = ReferenceEquals(visit, context.Services!.GetService(typeof(Visit)));
        journal.Write($"label {sent.Number} in visit {visit.Number}{(scoped ? "" : ", but the context has other services")}");
        return default;
    }

    public ValueTask DisposeAsync()
    {
        journal.Write("label printer ends");
        return default;
    }
}
