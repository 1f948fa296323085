using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Generators.Tests;

/// <summary>The container of programs under test.</summary>
internal static class Services
{
    /// <summary>A provider with the type, one a scope, and some keyed texts.</summary>
    public static ServiceProvider With(Type scoped) => new ServiceCollection()
        .AddScoped(scoped)
        .AddKeyedSingleton("k", "keyed")
        .AddKeyedSingleton(2, "two")
        .AddKeyedSingleton(DayOfWeek.Friday, "friday")
        .AddKeyedSingleton<string>(typeof(Version), "version")
        .BuildServiceProvider(validateScopes: true);
}
