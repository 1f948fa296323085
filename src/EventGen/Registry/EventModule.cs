using System.ComponentModel;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The events and handlers of one assembly, as its generated code hands them to a bus.</summary>
/// <remarks>Written by the generator; add one with <see cref="EventBusBuilder.AddModule"/>. Immutable and thread safe.</remarks>
/// <param name="name">The assembly's name.</param>
public abstract class EventModule(string name)
{
    /// <summary>The name of the assembly the module was generated for.</summary>
    public string Name { get; } = name;

    /// <summary>What tools read of the assembly: its events, their contracts, handlers and groups, as JSON in UTF-8. Empty in a module that is not generated.</summary>
    /// <remarks>
    /// It lies in the assembly's data and costs nothing until it is read. An application that reads it nowhere, and is trimmed, has it no more,
    /// unless the project sets <c>EventGenKeepContracts</c>.
    /// </remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual ReadOnlySpan<byte> Manifest => default;

    /// <summary>Adds the module's events and handlers, and first the modules of the assemblies it references.</summary>
    /// <param name="module">Collects them.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Build(EventModuleBuilder module);

    /// <summary>Adds an event that <see cref="Build"/> has only declared. Called when something is first asked of it, at the same time by two threads at worst.</summary>
    /// <param name="number">The event's place among those that were declared.</param>
    /// <param name="module">Collects it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void Define(int number, EventModuleBuilder module) => throw new ArgumentOutOfRangeException(nameof(number));

    // Generated modules override a protected member alike, whether or not the runtime shows them its internals.
    internal void BuildInto(EventModuleBuilder module) => Build(module);

    internal void DefineInto(int number, EventModuleBuilder module) => Define(number, module);

    /// <summary>The module's name.</summary>
    public override string ToString() => Name;
}
