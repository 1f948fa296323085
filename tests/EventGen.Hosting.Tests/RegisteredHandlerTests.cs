using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Hosting.Tests;

/// <summary>A handler class that the application registers under another name exists once.</summary>
public sealed class RegisteredHandlerTests
{
    private const int RegisteredTwice = 31;

    private readonly LogRecorder _log = new();

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HostedService_ThatHandles_IsTheInstanceThatHandles(bool registeredFirst)
    {
        var host = await StartAsync(static services => services.AddHostedService<HostedServiceHandler>(), registeredFirst);
        var journal = host.Journal();
        await InvokeTwiceAsync(host);
        await host.StopAsync(Aborted);
        host.Dispose();

        Assert.Equal(["hosted service started True, 1 heard", "hosted service started True, 2 heard", "hosted service ends"], Of(journal, "hosted service"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task HostedService_ThatIsTakenFromTheSingleton_IsTheInstanceThatHandles()
    {
        using var host = await StartAsync(static services => services.AddSingleton<HostedServiceHandler>().AddHostedService(static provider => provider.GetRequiredService<HostedServiceHandler>()));
        await InvokeTwiceAsync(host);

        Assert.Equal(["hosted service started True, 1 heard", "hosted service started True, 2 heard"], Of(host.Journal(), "hosted service"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Singleton_OfAnInterface_IsTheInstanceThatHandles(bool registeredFirst)
    {
        var host = await StartAsync(static services => services.AddSingleton<ISingletonHandler, SingletonHandler>(), registeredFirst);
        var journal = host.Journal();
        await InvokeTwiceAsync(host);

        Assert.Equal(2, ((SingletonHandler)host.Services.GetRequiredService<ISingletonHandler>()).Heard);
        await host.StopAsync(Aborted);
        host.Dispose();
        Assert.Equal(["registered 1, 1 heard", "registered 2, 2 heard", "registered ends"], Of(journal, "registered"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task Instance_OfAnInterface_IsTheInstanceThatHandles()
    {
        var journal = new Journal();
        var singleton = new SingletonHandler(journal);
        using var host = await StartAsync(services => services.AddSingleton<ISingletonHandler>(singleton));
        await InvokeTwiceAsync(host);

        Assert.Equal(2, singleton.Heard);
    }

    [Fact]
    public async Task Class_ThatHasTwoInstances_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddSingleton<HostedServiceHandler>().AddHostedService<HostedServiceHandler>());
        await InvokeTwiceAsync(host);

        Assert.Equal(
            "Handler class 'EventGen.Hosting.Tests.HostedServiceHandler' has several instances: it is registered as IHostedService besides what the bus uses. "
            + "Register it once, with AddSingleton<HostedServiceHandler>(), and the other names with a factory that returns GetRequiredService<HostedServiceHandler>().",
            Assert.Single(_log.Entries, static entry => entry.Id == RegisteredTwice).Message);
        Assert.Equal(["hosted service started False, 1 heard", "hosted service started False, 2 heard"], Of(host.Journal(), "hosted service"));
    }

    [Fact]
    public async Task Singleton_ThatALaterRegistrationHides_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddSingleton<ISingletonHandler, SingletonHandler>().AddSingleton<ISingletonHandler, OtherSingletonHandler>());
        await InvokeTwiceAsync(host);

        Assert.Contains("it is registered as ISingletonHandler", Assert.Single(_log.Entries, static entry => entry.Id == RegisteredTwice).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ScopedService_OfAnInterface_IsInEachAttemptTheInstanceThatHandles(bool registeredFirst)
    {
        using var host = await StartAsync(static services => services.AddScoped<IScopedHandler, ScopedHandler>(), registeredFirst);
        for (int number = 1; number <= 2; number++) await host.Bus().Topic<RegisteredScopedHandlerEvent>().InvokeAsync(new RegisteredScopedHandlerEvent(number), Aborted);

        Assert.Equal(["scoped 1, known True", "scoped ends", "scoped 2, known True", "scoped ends"], Of(host.Journal(), "scoped"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task ScopedService_ThatALaterRegistrationHides_IsNotTheHandler()
    {
        using var host = await StartAsync(static services => services.AddScoped<IScopedHandler, ScopedHandler>().AddScoped<IScopedHandler, OtherScopedHandler>());
        await host.Bus().Topic<RegisteredScopedHandlerEvent>().InvokeAsync(new RegisteredScopedHandlerEvent(1), Aborted);

        Assert.Equal(["scoped 1, known False", "scoped ends"], Of(host.Journal(), "scoped"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task ScopedService_ThatIsRegisteredTwice_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddScoped<ScopedHandler>().AddScoped<IScopedHandler, ScopedHandler>());
        await host.Bus().Topic<RegisteredScopedHandlerEvent>().InvokeAsync(new RegisteredScopedHandlerEvent(1), Aborted);

        Assert.Contains(
            "it is registered as IScopedHandler besides what the bus uses. Register it once, with AddScoped<ScopedHandler>(),",
            Assert.Single(_log.Entries, static entry => entry.Id == RegisteredTwice).Message);
    }

    private async Task<IHost> StartAsync(Action<IServiceCollection> register, bool registeredFirst = true)
    {
        var builder = ShopHost.CreateBuilder();
        builder.Logging.AddProvider(_log);
        if (registeredFirst) register(builder.Services);
        builder.AddShop();
        if (!registeredFirst) register(builder.Services);
        return await builder.StartAsync();
    }

    private static async Task InvokeTwiceAsync(IHost host)
    {
        await host.Bus().Topic<RegisteredSingletonsEvent>().InvokeAsync(new RegisteredSingletonsEvent(1), Aborted);
        await host.Bus().Topic<RegisteredSingletonsEvent>().InvokeAsync(new RegisteredSingletonsEvent(2), Aborted);
    }

    private static IEnumerable<string> Of(Journal journal, string who) => journal.Entries.Where(entry => entry.StartsWith(who, StringComparison.Ordinal));

    private sealed class OtherSingletonHandler : ISingletonHandler;

    private sealed class OtherScopedHandler : IScopedHandler;
}

/// <summary>Handled by classes that the application registers under other names.</summary>
[Event]
internal sealed record RegisteredSingletonsEvent(int Number);

/// <summary>A hosted service that handles events.</summary>
internal sealed class HostedServiceHandler(Journal journal) : BackgroundService
{
    private int _heard;
    private bool _isStarted;

    [Subscribe]
    public ValueTask HearAsync(RegisteredSingletonsEvent e)
    {
        journal.Write($"hosted service started {_isStarted}, {++_heard} heard");
        return default;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        journal.Write("hosted service ends");
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}

internal interface ISingletonHandler;

/// <summary>Handles events, and is known to others by an interface.</summary>
internal sealed class SingletonHandler(Journal journal) : ISingletonHandler, IDisposable
{
    public int Heard { get; private set; }

    [Subscribe]
    public void Hear(RegisteredSingletonsEvent e) => journal.Write($"registered {e.Number}, {++Heard} heard");

    public void Dispose() => journal.Write("registered ends");
}

/// <summary>Handled by a class that the application registers as a scoped service of an interface.</summary>
[Event]
internal sealed record RegisteredScopedHandlerEvent(int Number);

internal interface IScopedHandler;

/// <summary>Handles events, and is known to the other services of its scope by an interface.</summary>
internal sealed class ScopedHandler(Journal journal) : IScopedHandler, IDisposable
{
    [Subscribe]
    public void Greet(RegisteredScopedHandlerEvent e, IScopedHandler? known) => journal.Write($"scoped {e.Number}, known {ReferenceEquals(this, known)}");

    public void Dispose() => journal.Write("scoped ends");
}
