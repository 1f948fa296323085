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
        var host = await StartAsync(static services => services.AddHostedService<NightWatch>(), registeredFirst);
        var journal = host.Journal();
        await RingTwiceAsync(host);
        await host.StopAsync(Aborted);
        host.Dispose();

        Assert.Equal(["watch on duty True, 1 heard", "watch on duty True, 2 heard", "watch ends"], Of(journal, "watch"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task HostedService_ThatIsTakenFromTheSingleton_IsTheInstanceThatHandles()
    {
        using var host = await StartAsync(static services => services.AddSingleton<NightWatch>().AddHostedService(static provider => provider.GetRequiredService<NightWatch>()));
        await RingTwiceAsync(host);

        Assert.Equal(["watch on duty True, 1 heard", "watch on duty True, 2 heard"], Of(host.Journal(), "watch"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Singleton_OfAnInterface_IsTheInstanceThatHandles(bool registeredFirst)
    {
        var host = await StartAsync(static services => services.AddSingleton<IPorter, Porter>(), registeredFirst);
        var journal = host.Journal();
        await RingTwiceAsync(host);

        Assert.Equal(2, ((Porter)host.Services.GetRequiredService<IPorter>()).Heard);
        await host.StopAsync(Aborted);
        host.Dispose();
        Assert.Equal(["porter 1, 1 heard", "porter 2, 2 heard", "porter ends"], Of(journal, "porter"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task Instance_OfAnInterface_IsTheInstanceThatHandles()
    {
        var journal = new Journal();
        var porter = new Porter(journal);
        using var host = await StartAsync(services => services.AddSingleton<IPorter>(porter));
        await RingTwiceAsync(host);

        Assert.Equal(2, porter.Heard);
    }

    [Fact]
    public async Task Class_ThatHasTwoInstances_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddSingleton<NightWatch>().AddHostedService<NightWatch>());
        await RingTwiceAsync(host);

        Assert.Equal(
            "Handler class 'EventGen.Hosting.Tests.Shop.NightWatch' has several instances: it is registered as IHostedService besides what the bus uses. "
            + "Register it once, with AddSingleton<NightWatch>(), and the other names with a factory that returns GetRequiredService<NightWatch>().",
            Assert.Single(_log.Entries, static entry => entry.Id == RegisteredTwice).Message);
        Assert.Equal(["watch on duty False, 1 heard", "watch on duty False, 2 heard"], Of(host.Journal(), "watch"));
    }

    [Fact]
    public async Task Singleton_ThatALaterRegistrationHides_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddSingleton<IPorter, Porter>().AddSingleton<IPorter, OtherPorter>());
        await RingTwiceAsync(host);

        Assert.Contains("it is registered as IPorter", Assert.Single(_log.Entries, static entry => entry.Id == RegisteredTwice).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ScopedService_OfAnInterface_IsInEachAttemptTheInstanceThatHandles(bool registeredFirst)
    {
        using var host = await StartAsync(static services => services.AddScoped<IConcierge, Concierge>(), registeredFirst);
        for (int number = 1; number <= 2; number++) await host.Bus().Topic<DoorOpened>().InvokeAsync(new DoorOpened(number), Aborted);

        Assert.Equal(["concierge 1, known True", "concierge ends", "concierge 2, known True", "concierge ends"], Of(host.Journal(), "concierge"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task ScopedService_ThatALaterRegistrationHides_IsNotTheHandler()
    {
        using var host = await StartAsync(static services => services.AddScoped<IConcierge, Concierge>().AddScoped<IConcierge, OtherConcierge>());
        await host.Bus().Topic<DoorOpened>().InvokeAsync(new DoorOpened(1), Aborted);

        Assert.Equal(["concierge 1, known False", "concierge ends"], Of(host.Journal(), "concierge"));
        Assert.DoesNotContain(_log.Entries, static entry => entry.Id == RegisteredTwice);
    }

    [Fact]
    public async Task ScopedService_ThatIsRegisteredTwice_IsToldOf()
    {
        using var host = await StartAsync(static services => services.AddScoped<Concierge>().AddScoped<IConcierge, Concierge>());
        await host.Bus().Topic<DoorOpened>().InvokeAsync(new DoorOpened(1), Aborted);

        Assert.Contains(
            "it is registered as IConcierge besides what the bus uses. Register it once, with AddScoped<Concierge>(),",
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

    private static async Task RingTwiceAsync(IHost host)
    {
        await host.Bus().Topic<BellRung>().InvokeAsync(new BellRung(1), Aborted);
        await host.Bus().Topic<BellRung>().InvokeAsync(new BellRung(2), Aborted);
    }

    private static IEnumerable<string> Of(Journal journal, string who) => journal.Entries.Where(entry => entry.StartsWith(who, StringComparison.Ordinal));

    private sealed class OtherPorter : IPorter;

    private sealed class OtherConcierge : IConcierge;
}
