using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace EventGen.EntityFrameworkCore;

internal static class ChangeTrackerExtensions
{
    /// <summary>Asks a change tracker what it knows already, without comparing all entities with their snapshots.</summary>
    public static T WithoutDetecting<T>(this ChangeTracker tracker, Func<ChangeTracker, T> ask)
    {
        bool detects = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return ask(tracker);
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }
}
