using EventGen.CompilerServices;

namespace EventGen.Tests.Lifetime;

/// <summary>As a module of another project would be: it gives an event two handlers of one name.</summary>
internal sealed class TwiceModule() : EventModule("twice")
{
    protected override void Build(EventModuleBuilder module)
    {
        foreach (string method in (string[])["Other.First", "Other.Second"]) module.AddHandlers<Ping>([new HandlerInfo("twice", 0, default) { Method = method }], static _ => null!);
    }
}
