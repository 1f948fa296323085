using EventGen.CompilerServices;

namespace EventGen.Tests.Lifetime;

/// <summary>As a module of another project would be: it gives an event two handlers of one name.</summary>
/// <param name="second">The name of the second, which may differ in case.</param>
internal sealed class TwiceModule(string second = "twice") : EventModule("twice")
{
    protected override void Build(EventModuleBuilder module)
    {
        foreach (var (name, method) in ((string, string)[])[("twice", "Other.First"), (second, "Other.Second")]) module.AddHandlers<Ping>([new HandlerInfo(name, 0, default) { Method = method }], static _ => null!);
    }
}
