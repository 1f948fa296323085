using EventGen.Hosting.Tests.Shop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests.Support;

/// <summary>Real hosts, as an application makes them, with a container that checks everything it can.</summary>
internal static class ShopHost
{
    public static HostApplicationBuilder CreateBuilder()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop", DisableDefaults = true });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Services.AddSingleton<Journal>().AddScoped<ScopedService>();
        return builder;
    }

    /// <summary>The bus with the publisher that the shop's events name.</summary>
    public static EventGenBuilder AddShop(this HostApplicationBuilder builder, Action<EventBusOptions>? configure = null) =>
        builder.Services.AddEventGen(configure).AddPublisher(new MemoryPublisher("ledger"));

    public static async Task<IHost> StartAsync(this HostApplicationBuilder builder)
    {
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public static EventBus Bus(this IHost host) => host.Services.GetRequiredService<EventBus>();

    public static Journal Journal(this IHost host) => host.Services.GetRequiredService<Journal>();
}
