using EventGen.Hosting.Tests.Shop;
using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests;

public sealed class InjectionTests
{
    [Fact]
    public async Task Container_InjectsTheBusItsTopicsAndItsGroups()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<Counter>();
        builder.AddShop();
        using var host = await builder.StartAsync();

        var counter = host.Services.GetRequiredService<Counter>();

        Assert.Same(host.Bus(), counter.Bus);
        Assert.Same(host.Bus().Topic<TextEvent>(), counter.Text);
        Assert.Same(host.Bus().Topic<PublishedToLedgerEvent>(), counter.Published);
        Assert.Same(host.Bus().Group<ITextGroupEvent>(), counter.TextGroup);
    }

    /// <summary>The line that makes the service one that does nothing.</summary>
    [Fact]
    public async Task Container_WithTheNullBus_InjectsItsTopicsAndGroups()
    {
        var builder = ShopHost.CreateBuilder();
        builder.Services.AddSingleton<Counter>();
        builder.AddShop();
        builder.Services.AddSingleton(EventBus.Null);
        using var host = await builder.StartAsync();

        var counter = host.Services.GetRequiredService<Counter>();

        Assert.Same(EventBus.Null, counter.Bus);
        Assert.Same(EventBus.Null, counter.Text.Bus);
        Assert.Same(EventBus.Null, counter.TextGroup.Bus);
        Assert.Same(counter.TextGroup, Events.TextGroup);
        await counter.TextGroup.InvokeAsync(new TextEvent("nothing"), TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AddModule_OfAnEventThatIsThereAlready_RegistersItOnce()
    {
        var services = new ServiceCollection();

        services.AddEventGen().AddModule(EventGenHostingTestsEventModule.Instance);

        Assert.Single(services, static service => service.ServiceType == typeof(EventTopic<TextEvent>));
        Assert.Equal(ServiceLifetime.Scoped, Assert.Single(services, static service => service.ServiceType == typeof(ConstructorServicesHandler)).Lifetime);
        Assert.Equal(ServiceLifetime.Singleton, Assert.Single(services, static service => service.ServiceType == typeof(SingletonLifetimeHandler)).Lifetime);
        Assert.Single(services, static service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void AddEventGen_BesideKeyedServices_FindsItsOwn()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton("night", new KeyedService("night"));

        services.AddEventGen();
        services.AddEventGen();

        Assert.Single(services, static service => service.ServiceType == typeof(EventBus));
    }

    private sealed record Counter(EventBus Bus, EventTopic<TextEvent> Text, EventTopic<PublishedToLedgerEvent> Published, EventGroup<ITextGroupEvent> TextGroup);
}
