using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>The eight asynchronous handlers as MassTransit's mediator calls them, in process.</summary>
internal static class EightConsumers
{
    private static readonly Func<EightAsync, ValueTask>[] s_handlers =
    [
        EightAsyncHandlers.Count0, EightAsyncHandlers.Count1, EightAsyncHandlers.Count2, EightAsyncHandlers.Count3,
        EightAsyncHandlers.Count4, EightAsyncHandlers.Count5, EightAsyncHandlers.Count6, EightAsyncHandlers.Count7,
    ];

    public static IMediator Mediator()
    {
        // By its full name, because Mediator has an AddMediator too.
        var services = new ServiceCollection();
        DependencyInjectionRegistrationExtensions.AddMediator(services);
        var mediator = services.BuildServiceProvider().GetRequiredService<IMediator>();
        foreach (var handler in s_handlers) mediator.ConnectHandler<EightAsync>(consumed => handler(consumed.Message).AsTask());
        return mediator;
    }
}
