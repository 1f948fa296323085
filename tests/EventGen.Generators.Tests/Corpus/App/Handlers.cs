using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Corpus;

public interface IMailer
{
    Task SendAsync(string to, string text, CancellationToken cancellationToken = default);
}

public sealed class Mailer : IMailer
{
    public Task SendAsync(string to, string text, CancellationToken cancellationToken = default) => Task.Delay(1, cancellationToken);
}

public sealed class Receipts(IMailer mailer, ILogger<Receipts> log)
{
    [Subscribe(Order = 10)]
    public async ValueTask SendAsync(OrderPlaced order, EventContext context, CancellationToken cancellationToken)
    {
        log.LogInformation("Receipt {Event} of {Order}", context.Id, order.OrderId);
        await mailer.SendAsync(order.CustomerId, $"{order.Total}", cancellationToken);
    }

    [Subscribe]
    public Task Apologize(OrderCancelled order, CancellationToken cancellationToken) => mailer.SendAsync("all", order.Reason, cancellationToken);
}

public static class Audit
{
    [Subscribe(Name = "audit", Order = -100)]
    public static void Log(OrderPlaced order, ILogger<Receipts> log) => log.LogInformation("{Order}", order);

    [Subscribe]
    internal static void Log(OrderCancelled order) => Console.WriteLine(order);

    [Subscribe]
    public static async Task Log(StockLow low, [FromKeyedServices("audit")] IMailer mailer, CancellationToken ct)
    {
        for (int attempt = 0; attempt < 3 && !ct.IsCancellationRequested; attempt++) await mailer.SendAsync("stock", low.Sku, ct);
    }
}

public abstract class Ledger<T>
{
    private readonly List<T> _entries = [];

    protected IReadOnlyList<T> Entries => _entries;

    [Subscribe]
    public virtual void Enter(T entry)
    {
        lock (_entries) _entries.Add(entry);
    }
}

public sealed class PriceLedger : Ledger<PriceChanged>;

public sealed class HeartbeatLedger : Ledger<Heartbeat>
{
    [Subscribe(Lifetime = HandlerLifetime.Singleton)]
    public override void Enter(Heartbeat entry)
    {
        if (entry.Number % 10 == 0) base.Enter(entry);
    }
}

public abstract class WelcomeBase
{
    [Subscribe, Retry(2)]
    public async Task WelcomeAsync(CustomerRegistered customer, CancellationToken cancellationToken)
    {
        await PrepareAsync(customer, cancellationToken);
        Welcomed++;
    }

    public int Welcomed { get; private set; }

    protected abstract Task PrepareAsync(CustomerRegistered customer, CancellationToken cancellationToken);
}

public sealed class Welcome : WelcomeBase
{
    protected override Task PrepareAsync(CustomerRegistered customer, CancellationToken cancellationToken) =>
        customer.Email is [] ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(customer.CustomerId), cancellationToken);
}

public sealed partial class Directory
{
    private readonly Dictionary<int, string> _names = [];

    public string? this[int id] => _names.GetValueOrDefault(id);
}

public sealed partial class Directory
{
    [Subscribe]
    public void Rename(CustomerRenamedEvent renamed)
    {
        lock (_names) _names[renamed.CustomerId] = renamed.After;
    }
}

public sealed class Tracking : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    [Subscribe]
    public async Task TrackAsync(IShippingEvent shipping, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            Console.WriteLine(shipping switch
            {
                ParcelSent { Carrier: "post" } => "by post",
                ParcelSent sent => sent.Carrier,
                ParcelLost or ParcelReturned { Reason: null } => "gone",
                ParcelReturned returned => returned.Reason,
            });
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}

// A handler that emits: a chain, and no circle.
public static class Reordering
{
    [Subscribe]
    public static async Task OnLowAsync(StockLow low, CancellationToken cancellationToken)
    {
        if (low.Left > 0) return;
        await Events.PriceChanged.EmitAsync(new PriceChanged(low.Sku, 1m, 2m), cancellationToken);
    }
}
