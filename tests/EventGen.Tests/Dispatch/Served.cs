using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Dispatch;

/// <summary>An event whose asynchronous handlers take services.</summary>
[Event]
public sealed record Served(CallLog Calls, Exception? Failure = null);

/// <summary>An event whose synchronous handlers take services.</summary>
[Event]
public sealed record ServedAtOnce(CallLog Calls, Exception? Failure = null);

public sealed class ServedByConstructor(Tracked service) : IDisposable
{
    private CallLog? _calls;

    [Subscribe(Order = 1)]
    public async Task HandleAsync(Served e, EventContext context)
    {
        _calls = e.Calls;
        await Task.Yield();
        e.Calls.Add($"constructor {service.Name} {service.IsDisposed} {ReferenceEquals(context.Services?.GetService<Tracked>(), service)}");
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 1)]
    public void Handle(ServedAtOnce e)
    {
        _calls = e.Calls;
        e.Calls.Add($"constructor {service.Name} {service.IsDisposed}");
        if (e.Failure is not null) throw e.Failure;
    }

    public void Dispose() => _calls!.Add($"disposed handler before {service.Name}: {!service.IsDisposed}");
}

public static class ServedByParameter
{
    [Subscribe(Order = 2)]
    public static async ValueTask HandleAsync(Served e, Tracked service, CancellationToken ct)
    {
        await Task.Yield();
        e.Calls.Add($"parameter {service.Name} {service.IsDisposed} {ct.CanBeCanceled}");
    }

    [Subscribe(Order = 2)]
    public static void Handle(ServedAtOnce e, Tracked service, EventContext context) =>
        e.Calls.Add($"parameter {service.Name} {service.IsDisposed} {ReferenceEquals(context.Services?.GetService<Tracked>(), service)}");
}

public sealed class ServedOnce(IServiceProvider services)
{
    private int _calls;

    [Subscribe(Order = 3, Lifetime = HandlerLifetime.Singleton)]
    public void Handle(ServedAtOnce e) => e.Calls.Add($"singleton {services.GetService<string>() ?? "none"} {++_calls}");
}

public sealed class ServedScoped
{
    private int _calls;

    [Subscribe(Order = 4, Lifetime = HandlerLifetime.Scoped)]
    public void Handle(ServedAtOnce e) => e.Calls.Add($"scoped {++_calls}");
}

public sealed class ServedOptionally([FromKeyedServices("key")] Version keyed, Uri? absent = null)
{
    [Subscribe(Order = 5)]
    public void Handle(ServedAtOnce e, [FromKeyedServices("other")] Version other) => e.Calls.Add($"keyed {keyed} {other} {absent is null}");
}
