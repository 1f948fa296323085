namespace EventGen.Generators.Text;

/// <summary>The names of the module's members, each made of the stem that its event, group or class was given.</summary>
internal static class MemberName
{
    /// <summary>Adds an event of the project.</summary>
    public static string AddEvent(string stem) => $"Add{stem}";

    /// <summary>Adds a group.</summary>
    public static string AddGroup(string stem) => $"AddGroup{stem}";

    /// <summary>Adds the handlers of a referenced event.</summary>
    public static string AddHandlers(string stem) => $"Add{stem}Handlers";

    /// <summary>Calls the handlers of an event.</summary>
    public static string Dispatcher(string stem) => $"{stem}Dispatcher";

    /// <summary>Adds a handler class.</summary>
    public static string Register(string stem) => $"Register{stem}";

    /// <summary>Makes an instance of a handler class.</summary>
    public static string Create(string stem) => $"Create{stem}";
}
