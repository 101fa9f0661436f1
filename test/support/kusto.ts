import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import { ARCHIVE_COLUMNS } from '../../shared/messages/archive-columns';

/** The part of Kusto's own parser and analyser that is used here; it has no types for modules. */
interface Kusto {
  readonly Language: {
    readonly KustoCode: {
      ParseAndAnalyze(
        query: string,
        globals: unknown,
      ): {
        GetDiagnostics(): List<{ readonly Message: string }>;
        readonly ResultType: { readonly Columns: List<Column> };
      };
    };
    readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
    readonly Symbols: {
      readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
      readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly unknown[]) => unknown };
    };
  };
}
interface Column {
  readonly Name: string;
  readonly Type: { readonly Name: string };
}
interface List<Item> {
  readonly Count: number;
  getItem(index: number): Item;
}
const { Language } = (globalThis as unknown as { readonly Kusto: Kusto }).Kusto;

/** "Azure Monitor Logs reference - AppEvents". */
const APP_EVENTS = `(TimeGenerated: datetime, Name: string, Properties: dynamic, Measurements: dynamic, ItemCount: int,
  OperationId: string, OperationName: string, ParentId: string, AppRoleName: string, AppRoleInstance: string,
  AppVersion: string, ClientIP: string, ClientType: string, IKey: string, ResourceGUID: string, SDKVersion: string,
  SessionId: string, SyntheticSource: string, TenantId: string, Type: string, UserId: string, _ResourceId: string)`;

const { Symbols, KustoCode, GlobalState } = Language;
const table = Symbols.TableSymbol.From(APP_EVENTS).WithName('AppEvents');
const archiveSchema = Object.entries(ARCHIVE_COLUMNS).map(
  ([name, type]) => `${name}: ${type === 'boolean' ? 'bool' : type}`,
);
/** With what each table has beside the columns of its own. */
const archive = Symbols.TableSymbol.From(
  `(${archiveSchema.join(', ')}, TenantId: string, Type: string)`,
).WithName('SessionRevocation_CL');
const globals = GlobalState.Default.WithDatabase(
  new Symbols.DatabaseSymbol.ctor('workspace', [table, archive]),
);

const itemsOf = <Item>(list: List<Item>): Item[] =>
  Array.from({ length: list.Count }, (_, n) => list.getItem(n));

/** What is wrong with a query on the tables AppEvents and SessionRevocation_CL; none: it is valid. */
export function problemsOf(query: string): string[] {
  return itemsOf(KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics()).map(({ Message }) => Message);
}

/** The columns of a query's result, with their types. */
export function columnsOf(query: string): ReadonlyMap<string, string> {
  const { Columns } = KustoCode.ParseAndAnalyze(query, globals).ResultType;
  return new Map(itemsOf(Columns).map(({ Name, Type }) => [Name, Type.Name]));
}
