using EventGen.CompilerServices;

namespace EventGen;

/// <summary>An event that its module has declared and not yet added: a process has many events, and asks few of them for anything.</summary>
/// <param name="id">Its name on the wire.</param>
/// <param name="module">Who adds it.</param>
/// <param name="builder">Where to.</param>
/// <param name="number">Its place among those that the module has declared.</param>
internal sealed class DeclaredEvent(string id, EventModule module, EventModuleBuilder builder, int number)
{
    public string Id => id;

    /// <summary>Adds it. Doing so again changes nothing.</summary>
    public void Define() => module.DefineInto(number, builder);
}
