using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.CompilerServices;

/// <summary>Resolves the services of handlers. Called by generated code. Thread safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandlerServices
{
    /// <summary>A service the handler cannot do without.</summary>
    /// <exception cref="InvalidOperationException">The bus has no provider, or the provider has no such service.</exception>
    public static TService Required<TService>(IServiceProvider? services) where TService : notnull
    {
        using var call = ForeignCallScope.Enter();
        return TryOwnTransaction(services, out TService? own) ? own : RequireProvider(services).GetService(typeof(TService)) is TService service ? service : throw NotRegistered(typeof(TService));
    }

    /// <summary>A service the handler can do without.</summary>
    public static TService? Optional<TService>(IServiceProvider? services)
    {
        using var call = ForeignCallScope.Enter();
        if (TryOwnTransaction(services, out TService? own)) return own;
        return services is null ? default : services.GetService<TService>();
    }

    /// <summary>A keyed service the handler cannot do without.</summary>
    /// <exception cref="InvalidOperationException">The bus has no provider, or the provider has no such service.</exception>
    public static TService RequiredKeyed<TService>(IServiceProvider? services, object? key) where TService : notnull
    {
        using var call = ForeignCallScope.Enter();
        return RequireProvider(services).GetRequiredKeyedService<TService>(key);
    }

    /// <summary>A keyed service the handler can do without.</summary>
    public static TService? OptionalKeyed<TService>(IServiceProvider? services, object? key)
    {
        using var call = ForeignCallScope.Enter();
        return services is null ? default : services.GetKeyedService<TService>(key);
    }

    // A provider that was there before the bus cannot have the transaction of the bus's outbox.
    private static bool TryOwnTransaction<TService>(IServiceProvider? services, [NotNullWhen(true)] out TService? own)
    {
        own = default;
        if (typeof(TService) != typeof(OutboxTransaction) || services is null || services.GetService(typeof(TService)) is not null) return false;
        if (HandlerAttempt.Current?.OwnTransaction is not TService transaction) return false;
        own = transaction;
        return true;
    }

    private static IServiceProvider RequireProvider(IServiceProvider? services) => services ?? throw new InvalidOperationException(
        "The handler needs services, but its bus has no provider. Start the bus with services.AddEventGen() or give it one with builder.UseServices(provider). " + BeforeTheHost.Advice);

    // The container's own message does not say who wants it.
    private static InvalidOperationException NotRegistered(Type service)
    {
        string who = HandlerMaker.Current.Making is { } handler ? $"The constructor of the handler class '{handler.FullName}'"
            : HandlerAttempt.Current?.Target is { Length: > 0 } target ? $"The handler '{target}'" : "A handler";
        if (service == typeof(OutboxTransaction)) return new InvalidOperationException($"{who} takes an OutboxTransaction, and the bus has no outbox: give it one, such as with AddSqliteOutbox. In a test too.");
        string how = service.IsGenericType ? "it" : service.IsInterface || service.IsAbstract ? $"it, such as builder.Services.AddScoped<{service.Name}, …>()" : $"it, such as builder.Services.AddScoped<{service.Name}>()";
        return new InvalidOperationException($"{who} needs '{service}', which the container does not have: register {how}.");
    }
}
