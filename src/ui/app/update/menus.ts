import {
  branchTree, editText, exportMenu, faultMenu, keyName, provokeMenu, shownItems, takeOf, type Action, type ExportFormat,
  type KeyPress, type Menu, type Show, type UiState, type Updated,
} from '../../state/index.ts'

/** How far a page goes. */
const page = 10

/** Lists to choose from, which lie over the screen. */
export function updateMenus(state: UiState, action: Action): Updated | null {
  const { show, overlay } = state
  if (action.type === 'menu-ready') return [overlay === null ? opened(state, action.menu) : state, []]
  if (action.type === 'menu' && show !== null) return openMenu(state, show, action.menu)
  if (action.type === 'export' && show !== null) return exported(state, show, action.format)
  if (action.type !== 'key' || overlay?.kind !== 'menu') return null
  const menu = pressed(overlay.menu, action.key)
  return menu === null ? null : [{ ...state, overlay: { kind: 'menu', menu } }, []]
}

/** What Enter means in a menu: the action of what is selected, or why it cannot be chosen. null: none is open. */
export function chosenIn({ overlay }: UiState): Action | { readonly because: string } | null {
  if (overlay?.kind !== 'menu') return null
  const item = shownItems(overlay.menu)[overlay.menu.selected]
  if (item === undefined) return { because: 'nothing has these words' }
  return item.disabledBecause === null ? item.action : { because: item.disabledBecause }
}

function openMenu(state: UiState, show: Show, name: Menu['name']): Updated {
  switch (name) {
    case 'fault': return [opened(state, faultMenu(show)), []]
    case 'provoke': return [opened(state, provokeMenu(show)), []]
    case 'branches': return [opened(state, branchesMenu(show)), []]
    case 'choices': {
      const { scenario, cursor } = show
      const { plan } = takeOf(show).branch
      const notice = { tone: 'info' as const, text: 'looking what else could come next …' }
      return [{ ...state, notice }, [{ type: 'choices', scenario, plan, after: cursor.seq }]]
    }
    case 'export': return [opened(state, exportMenu(show)), []]
  }
}

function opened(state: UiState, menu: Menu): UiState {
  return { ...state, notice: null, overlay: { kind: 'menu', menu } }
}

function exported(state: UiState, show: Show, format: ExportFormat): Updated {
  const notice = { tone: 'info' as const, text: 'writing …' }
  return [{ ...state, notice }, [{ type: 'export', format, branch: show.current, seq: show.cursor.seq }]]
}

function branchesMenu(show: Show): Menu {
  const items = branchTree(show).map(({ take: { branch }, depth }) => ({
    label: `${'  '.repeat(depth)}${branch.name}`, hint: branch.decision,
    disabledBecause: branch.name === show.current ? 'you are here' : null,
    action: { type: 'switch-branch' as const, name: branch.name },
  }))
  return { name: 'branches', title: 'Branches', filter: '', selected: 0, items }
}

/** null: the key means nothing in a menu. */
function pressed(menu: Menu, press: KeyPress): Menu | null {
  const last = shownItems(menu).length - 1
  const move = (to: number): Menu => ({ ...menu, selected: Math.max(0, Math.min(last, to)) })
  switch (keyName(press)) {
    case 'up': return move(menu.selected - 1)
    case 'down': case 'tab': return move(menu.selected + 1)
    case 'page-up': return move(menu.selected - page)
    case 'page-down': return move(menu.selected + page)
    case 'home': return move(0)
    case 'end': return move(last)
  }
  const input = editText({ text: menu.filter, at: menu.filter.length }, press)
  return input === null || input.text === menu.filter ? null : { ...menu, filter: input.text, selected: 0 }
}
