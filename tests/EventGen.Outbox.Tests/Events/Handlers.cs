namespace EventGen.Outbox.Tests;

public static class PlacedHandlers
{
    [Subscribe(Name = "first")]
    public static void First(Placed e) => Journal.Of(e.Run).Handle("first", e.Number);

    [Subscribe(Name = "second"), Retry(3, Delay = "00:00:01", Jitter = false)]
    public static async Task SecondAsync(Placed e, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await Journal.Of(e.Run).HandleAsync("second", e.Number, cancellationToken);
    }
}

public static class MovedHandlers
{
    [Subscribe(Name = "move"), Retry(3, Delay = "00:00:01", Jitter = false)]
    public static Task MoveAsync(Moved e, CancellationToken cancellationToken) => Journal.Of(e.Run).HandleAsync("move", e.Number, cancellationToken);
}

public static class SentHandlers
{
    [Subscribe(Name = "note")]
    public static void Note(Sent e) => Journal.Of(e.Run).Handle("note", e.Number);
}

public sealed class BookedHandler(OutboxTransaction transaction)
{
    [Subscribe(Name = "book"), Retry(3, Delay = "00:00:01", Jitter = false)]
    public async Task BookAsync(Booked e, CancellationToken cancellationToken)
    {
        if (Journal.Of(e.Run).BeforeBooking is { } before) await before(transaction);
        ((MemoryConnection)transaction.Connection).Write($"{e.Run}:{e.Number}");
        if (e.EmitsPlaced) await Events.Placed.EmitAsync(new Placed(e.Run, 1000 + e.Number), cancellationToken);
        await Journal.Of(e.Run).HandleAsync("book", e.Number, cancellationToken);
    }
}

public static class PlainHandlers
{
    [Subscribe]
    public static void Handle(Plain e) => Journal.Of(e.Run).Handle("plain", e.Number);
}

public sealed class TornHandler(OutboxTransaction transaction) : IDisposable
{
    private Torn? _event;

    [Subscribe(Name = "tear")]
    public async Task TearAsync(Torn e, CancellationToken cancellationToken)
    {
        _event = e;
        await transaction.BeginAsync(cancellationToken);
        throw new InvalidOperationException("It is torn.");
    }

    public void Dispose() => Journal.Of(_event!.Run).Handle("disposed", _event.Number);
}

public sealed class QuicklyTornHandler(OutboxTransaction transaction) : IDisposable
{
    private Torn? _event;

    [Subscribe(Name = "tear quickly")]
    public void Tear(Torn e)
    {
        _event = e;
        _ = transaction.Connection;
        throw new InvalidOperationException("It is torn.");
    }

    public void Dispose() => Journal.Of(_event!.Run).Handle("disposed", _event.Number);
}
