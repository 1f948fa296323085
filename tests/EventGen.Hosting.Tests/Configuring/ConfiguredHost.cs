using EventGen.Hosting.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen.Hosting.Tests.Configuring;

/// <summary>Hosts whose bus is configured by a section <c>EventGen</c>.</summary>
internal static class ConfiguredHost
{
    public static HostApplicationBuilder With(params (string Setting, string? Value)[] settings)
    {
        var builder = ShopHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create($"EventGen:{pair.Setting}", pair.Value)));
        return builder;
    }

    /// <summary>What the settings make of the options, if they can work.</summary>
    public static EventBusOptions Options(params (string Setting, string? Value)[] settings) => With(settings).Options();

    public static EventBusOptions Options(this HostApplicationBuilder builder)
    {
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value;
    }

    /// <summary>What is wrong with the settings, as the start of a host tells it.</summary>
    public static async Task<string[]> ErrorsAsync(params (string Setting, string? Value)[] settings)
    {
        var builder = With(settings);
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("ledger"));
        using var host = builder.Build();
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        return [.. refusal.Failures];
    }
}
