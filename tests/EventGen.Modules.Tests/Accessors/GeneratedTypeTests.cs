using System.Reflection;
using Depot.Billing;
using Depot.Contracts;
using Depot.Stock;

namespace Depot.App.Tests;

/// <summary>What each assembly shows of what was generated for it.</summary>
public sealed class GeneratedTypeTests
{
    private const BindingFlags AllStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<Assembly, string> Modules => new()
    {
        { typeof(OrderPlaced).Assembly, "Depot.Contracts" },
        { typeof(StockTaken).Assembly, "Depot.Stock" },
        { typeof(InvoiceWritten).Assembly, "Depot.Billing" },
        { typeof(DayClosed).Assembly, "Depot.App" },
        { typeof(Inspection).Assembly, "Depot.App.Tests" },
    };

    [Theory]
    [MemberData(nameof(Modules), DisableDiscoveryEnumeration = true)]
    public void Assembly_HasOneAccessorClassAndOneModule_InItsRootNamespace(Assembly assembly, string rootNamespace)
    {
        var accessors = Assert.Single(assembly.GetExportedTypes(), static type => type.Name == "Events");
        var module = Assert.Single(assembly.GetTypes(), static type => typeof(EventModule).IsAssignableFrom(type));

        Assert.Equal(rootNamespace, accessors.Namespace);
        Assert.Equal(rootNamespace, module.Namespace);
        Assert.Equal(module, assembly.GetCustomAttribute<EventModuleAttribute>()!.ModuleType);
        Assert.Equal(assembly.GetName().Name, ((EventModule)module.GetProperty("Instance")!.GetValue(null)!).Name);
    }

    [Fact]
    public void Assemblies_DefineNoTypeTwice()
    {
        // Internal types too: friends see them.
        var names = Modules.SelectMany(static row => row.Data.Item1.GetTypes())
            .Where(static type => type is { IsNested: false, FullName: not null } && !type.Name.StartsWith('<') && type.Namespace?.StartsWith("Depot", StringComparison.Ordinal) == true)
            .Select(static type => type.FullName!)
            .ToList();

        Assert.Contains("Depot.Contracts.Events", names);
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData(typeof(PriceChanged))]
    [InlineData(typeof(ShelfEmptied))]
    [InlineData(typeof(ShiftStarted))]
    public void InternalEvent_StaysInternal(Type payload)
    {
        var accessors = payload.Assembly.GetExportedTypes().Single(static type => type.Name == "Events");
        var parts = payload.Assembly.GetExportedTypes().Single(static type => type.Name.EndsWith("EventExtensions", StringComparison.Ordinal));
        var topic = typeof(EventTopic<>).MakeGenericType(payload);

        Assert.True(Assert.Single(accessors.GetProperties(AllStatic), property => property.PropertyType == topic).GetMethod!.IsAssembly);
        var overloads = parts.GetMethods(AllStatic).Where(method => method.GetParameters().FirstOrDefault()?.ParameterType == topic).ToList();
        Assert.Equal(["Emit", "EmitAsync", "InvokeAsync", "TryEnqueue"], overloads.Select(static method => method.Name).Order(StringComparer.Ordinal));
        Assert.All(overloads, static method => Assert.True(method.IsAssembly));
    }

    [Theory]
    [InlineData(typeof(OrderPlaced))]
    [InlineData(typeof(DayClosed))]
    public void PublicEvent_IsPublic(Type payload)
    {
        var accessors = payload.Assembly.GetExportedTypes().Single(static type => type.Name == "Events");

        Assert.Equal(typeof(EventTopic<>).MakeGenericType(payload), accessors.GetProperty(payload.Name)!.PropertyType);
    }
}
