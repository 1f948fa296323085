using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>The modules that the ambient bus is made from. Called by the module initializer of an executable.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AmbientModules
{
    /// <summary>Adds the module of an executable.</summary>
    public static void Add(EventModule module) => AmbientBus.AddModule(module);
}
