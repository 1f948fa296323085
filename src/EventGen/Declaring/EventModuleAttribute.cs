using System.ComponentModel;

namespace EventGen;

/// <summary>Names the module the generator wrote for this assembly, so that referencing assemblies find it. Written by the generator.</summary>
/// <param name="moduleType">The <see cref="EventModule"/> of the assembly.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventModuleAttribute(Type moduleType) : Attribute
{
    /// <summary>The module's type.</summary>
    public Type ModuleType { get; } = moduleType;
}
